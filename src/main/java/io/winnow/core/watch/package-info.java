/** What watches over a station: the quality of its images, and whether its scores still are what they were. */
@NullMarked
package io.winnow.core.watch;

import org.jspecify.annotations.NullMarked;
