/** Reads datasets from folders in the layouts of MVTec AD, MVTec AD 2, VisA, BTAD and KolektorSDD2. */
@NullMarked
package io.winnow.adapter.dataset;

import org.jspecify.annotations.NullMarked;
