package io.winnow.core.detector;

/**
 * A patch of a memory bank, as near as it is to some other patch.
 *
 * @param id in the bank
 * @param distance Euclidean, not squared
 * @param image position of the image that it comes from, among those that the bank was fitted on
 * @param order how many patches of that image come before it in the bank, in the order of the grid
 * @param held how many patches of that image the bank holds
 */
public record BankPatch(long id, double distance, int image, int order, int held) {}
