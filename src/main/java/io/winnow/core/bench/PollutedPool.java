package io.winnow.core.bench;

import io.winnow.core.dataset.LabelledImage;
import java.util.List;

/**
 * An unlabelled training set as the detectors see it, of which the bench knows the truth.
 *
 * @param askedRatio the pollution ratio that was asked for
 * @param images normal and polluting images; always as many as the dataset has training images
 */
public record PollutedPool(double askedRatio, List<LabelledImage> images) {
    public PollutedPool {
        images = List.copyOf(images);
    }

    /** Number of defective images in the pool. */
    public int polluted() {
        return (int) images.stream().filter(LabelledImage::isDefective).count();
    }

    /** The pollution that was reached: what was asked for, rounded to whole images and bounded by the defects at hand. */
    public double reachedRatio() {
        return (double) polluted() / images.size();
    }
}
