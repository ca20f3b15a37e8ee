/** Tests of the dataset readers, on small generated trees. */
@NullMarked
package io.winnow.adapter.dataset;

import org.jspecify.annotations.NullMarked;
