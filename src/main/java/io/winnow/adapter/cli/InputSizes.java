package io.winnow.adapter.cli;

import io.winnow.core.image.ImageSize;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sizes that images are resized to, as a user gave them.
 *
 * @param general for categories that are not named
 */
record InputSizes(Optional<ImageSize> general, Map<String, ImageSize> byCategory) {
    static final ImageSize DEFAULT = new ImageSize(256, 256);

    static InputSizes parse(List<String> texts) {
        ImageSize general = null;
        Map<String, ImageSize> byCategory = new HashMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            ImageSize size = size(text.substring(equals + 1), text);
            if (equals < 0) {
                general = size;
            } else {
                byCategory.put(text.substring(0, equals), size);
            }
        }
        return new InputSizes(Optional.ofNullable(general), byCategory);
    }

    void requireKnown(List<String> categories) {
        for (String category : byCategory.keySet()) {
            if (!categories.contains(category)) {
                throw new UsageException("--input-size %s=%s: no such category; there are %s"
                        .formatted(category, byCategory.get(category), categories));
            }
        }
    }

    static ImageSize size(String text, String given) {
        String[] parts = text.split("x", -1);
        try {
            if (parts.length == 2) {
                return new ImageSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(wrong(given), e);
        }
        throw new UsageException(wrong(given));
    }

    private static String wrong(String given) {
        return "--input-size %s: must be HxW or CATEGORY=HxW, height and width in pixels, such as 256x256"
                .formatted(given);
    }
}
