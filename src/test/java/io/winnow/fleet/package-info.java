/** Several members of one fleet against a real broker and a real database. */
@NullMarked
package io.winnow.fleet;

import org.jspecify.annotations.NullMarked;
