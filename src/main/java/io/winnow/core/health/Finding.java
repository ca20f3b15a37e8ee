package io.winnow.core.health;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a look at a part found.
 *
 * @param code names the kind of finding, for translations: lower case, parts divided by dots
 * @param values that the texts mention, by name; names that end in "Bytes" are amounts of storage, in "At" instants in ISO 8601
 * @param text what was found, in plain English
 * @param action what to do about it; empty where nothing is to be done
 */
public record Finding(Health health, String code, Map<String, Object> values, String text, Optional<String> action) {
    public Finding {
        values = Map.copyOf(values);
        if (health == Health.OK && action.isPresent()) {
            throw new IllegalArgumentException("finding %s is ok and asks for '%s'".formatted(code, action.get()));
        }
        if (health != Health.OK && action.isEmpty()) {
            throw new IllegalArgumentException("finding %s is %s and says nothing to do".formatted(code, health));
        }
    }

    /**
     * A finding whose texts mention values as {@code {name}}.
     *
     * @param template what was found
     * @param action what to do; empty text where nothing is to be done
     */
    static Finding of(Health health, String code, String template, String action, Map<String, Object> values) {
        return new Finding(
                health,
                code,
                values,
                fill(template, values),
                action.isEmpty() ? Optional.empty() : Optional.of(fill(action, values)));
    }

    private static String fill(String template, Map<String, Object> values) {
        String text = template;
        for (Map.Entry<String, Object> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", words(value.getKey(), value.getValue()));
        }
        return text;
    }

    private static String words(String name, Object value) {
        return name.endsWith("Bytes") && value instanceof Number bytes
                ? String.format(Locale.ROOT, "%.1f GB", bytes.doubleValue() / 1e9)
                : String.valueOf(value);
    }
}
