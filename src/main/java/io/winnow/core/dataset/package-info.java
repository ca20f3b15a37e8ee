/** Inspection datasets on disk: which images there are, which are defective, and where their masks lie. */
@NullMarked
package io.winnow.core.dataset;

import org.jspecify.annotations.NullMarked;
