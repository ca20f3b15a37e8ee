/** Anomaly detectors over patch embeddings, and their trainers. */
@NullMarked
package io.winnow.core.detector;

import org.jspecify.annotations.NullMarked;
