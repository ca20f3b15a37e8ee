package io.winnow.core.feature;

import java.util.List;

/**
 * A backbone that was just installed and what its test run gave.
 *
 * @param manifest as recorded
 * @param outputs shape of each feature map
 */
public record AddedBackbone(BackboneManifest manifest, List<Output> outputs) {
    /**
     * One feature map.
     *
     * @param channels length of its vectors
     * @param stride input pixels from one vector to the next, in both directions
     */
    public record Output(String name, int channels, int stride) {}

    public AddedBackbone {
        outputs = List.copyOf(outputs);
    }
}
