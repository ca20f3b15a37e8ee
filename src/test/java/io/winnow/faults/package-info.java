/** Faults done to the packaged service, and what must come of them: the rows of {@code docs/reliability.md}. */
@NullMarked
package io.winnow.faults;

import org.jspecify.annotations.NullMarked;
