/** What operators say of inspections, and the figures that follow from it. */
@NullMarked
package io.winnow.core.review;

import org.jspecify.annotations.NullMarked;
