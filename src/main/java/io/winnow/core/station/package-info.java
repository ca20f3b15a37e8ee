/** One camera's inspection: its settings, its state, its champion model and what it does with a frame. */
@NullMarked
package io.winnow.core.station;

import org.jspecify.annotations.NullMarked;
