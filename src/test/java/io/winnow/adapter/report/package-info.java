/** Tests of what studies are written into, in a real browser where a reader would have one. */
@NullMarked
package io.winnow.adapter.report;

import org.jspecify.annotations.NullMarked;
