package io.winnow.core.evaluation;

/**
 * How well scores separate anomalous from normal samples.
 *
 * @param auroc area under the ROC curve, ties counted half
 * @param averagePrecision step-wise area under the precision-recall curve, no interpolation
 * @param maxF1 highest F1 over all thresholds, a sample being called anomalous when its score is at least the threshold
 * @param maxF1Threshold the lowest score that reaches {@code maxF1}, in the unit of the scores
 */
public record RankingFigures(Figure auroc, Figure averagePrecision, Figure maxF1, Figure maxF1Threshold) {}
