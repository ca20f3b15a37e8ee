/** Images through OpenCV: decoding, resizing, encoding, heatmaps. Every matrix is released by the call that made it. */
@NullMarked
package io.winnow.adapter.opencv;

import org.jspecify.annotations.NullMarked;
