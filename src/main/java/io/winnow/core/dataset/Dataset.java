package io.winnow.core.dataset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One category of an inspection dataset: normal images to train on, and normal and defective ones to test with.
 *
 * @param category name of the kind of part, such as {@code "bottle"}
 * @param layout whose folder layout it was read from, such as {@code "MVTec"}
 * @param train normal training images, at least one
 * @param trainDefects defective images that the publisher put into the training split; empty for one-class datasets
 * @param test normal and defective test images, at least one of each
 */
public record Dataset(
        String category,
        String layout,
        List<LabelledImage> train,
        List<LabelledImage> trainDefects,
        List<LabelledImage> test) {
    public Dataset {
        train = List.copyOf(train);
        trainDefects = List.copyOf(trainDefects);
        test = List.copyOf(test);
        if (train.isEmpty() || train.stream().anyMatch(LabelledImage::isDefective)) {
            throw new IllegalArgumentException(
                    "dataset %s: training images must be normal and at least one, got %d of which %d defective"
                            .formatted(category, train.size(), defective(train).size()));
        }
        if (!trainDefects.stream().allMatch(LabelledImage::isDefective)) {
            throw new IllegalArgumentException("dataset %s: a training defect has no defect type".formatted(category));
        }
        int testDefects = defective(test).size();
        if (testDefects == 0 || testDefects == test.size()) {
            throw new IllegalArgumentException(
                    "dataset %s: test images must be both normal and defective, got %d normal and %d defective"
                            .formatted(category, test.size() - testDefects, testDefects));
        }
        Set<String> names = new HashSet<>();
        Stream.of(train, trainDefects, test).flatMap(List::stream).forEach(image -> {
            if (!names.add(image.name())) {
                throw new IllegalArgumentException(
                        "dataset %s: two images are named %s".formatted(category, image.name()));
            }
        });
    }

    /** The defective test images. */
    public List<LabelledImage> testDefects() {
        return defective(test);
    }

    /** Whether every defective test image has a mask, so that localisation can be measured. */
    public boolean hasMasks() {
        return testDefects().stream().noneMatch(image -> image.masks().isEmpty());
    }

    /** All images: training, training defects, test. */
    public List<LabelledImage> images() {
        return Stream.of(train, trainDefects, test).flatMap(List::stream).toList();
    }

    private static List<LabelledImage> defective(List<LabelledImage> images) {
        return images.stream().filter(LabelledImage::isDefective).toList();
    }
}
