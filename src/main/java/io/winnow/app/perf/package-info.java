/** What {@code winnow perf} measures with everything put together: the frame path, cameras side by side, fits and starts. */
@NullMarked
package io.winnow.app.perf;

import org.jspecify.annotations.NullMarked;
