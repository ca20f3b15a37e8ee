/** Who may do what: accounts, sessions, tokens of machines, and the record of what everybody changed. */
@NullMarked
package io.winnow.core.access;

import org.jspecify.annotations.NullMarked;
