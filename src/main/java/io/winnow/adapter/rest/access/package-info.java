/** Who may ask for what: login, sessions, tokens, accounts, the audit log, and the rules that every request meets. */
@NullMarked
package io.winnow.adapter.rest.access;

import org.jspecify.annotations.NullMarked;
