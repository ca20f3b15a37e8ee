/** From a backbone's feature maps to patch embeddings. */
@NullMarked
package io.winnow.core.feature;

import org.jspecify.annotations.NullMarked;
