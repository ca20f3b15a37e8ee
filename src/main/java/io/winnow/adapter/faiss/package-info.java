/** Nearest-neighbour search by FAISS and the kernels beside it, the only native methods of the product. */
@NullMarked
package io.winnow.adapter.faiss;

import org.jspecify.annotations.NullMarked;
