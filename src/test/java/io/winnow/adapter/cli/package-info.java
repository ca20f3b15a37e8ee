/** Tests of the commands: what they print, where, and with which exit status. */
@NullMarked
package io.winnow.adapter.cli;

import org.jspecify.annotations.NullMarked;
