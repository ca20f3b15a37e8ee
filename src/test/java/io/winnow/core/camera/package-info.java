/** Tests of played cameras. */
@NullMarked
package io.winnow.core.camera;

import org.jspecify.annotations.NullMarked;
