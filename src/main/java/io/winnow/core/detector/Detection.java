package io.winnow.core.detector;

/**
 * What a detector says of one image.
 *
 * @param score of the image; higher is more anomalous, plain distance, not squared
 * @param map score of each patch
 */
public record Detection(double score, AnomalyMap map) {}
