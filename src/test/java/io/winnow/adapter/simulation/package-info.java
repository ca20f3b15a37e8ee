/** Tests of the simulated line and its operator. */
@NullMarked
package io.winnow.adapter.simulation;

import org.jspecify.annotations.NullMarked;
