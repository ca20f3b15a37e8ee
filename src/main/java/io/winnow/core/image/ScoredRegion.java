package io.winnow.core.image;

/**
 * A part of an image that stands out.
 *
 * @param box smallest rectangle around it, in fractions of the whole image
 * @param score highest score in it; higher is more anomalous
 */
public record ScoredRegion(RegionOfInterest box, double score) {}
