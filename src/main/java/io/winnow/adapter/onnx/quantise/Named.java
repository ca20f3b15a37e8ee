package io.winnow.adapter.onnx.quantise;

import java.util.Map;

/** Values of a graph by name. */
final class Named {
    private Named() {}

    /** One that must be there. */
    static <V> V get(Map<String, V> values, String name) {
        V value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("no value named %s, there are %s".formatted(name, values.keySet()));
        }
        return value;
    }
}
