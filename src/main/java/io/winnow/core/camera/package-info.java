/** Cameras as the line sees them: where they stand, the frames that arrive from them, and the links to play one. */
@NullMarked
package io.winnow.core.camera;

import org.jspecify.annotations.NullMarked;
