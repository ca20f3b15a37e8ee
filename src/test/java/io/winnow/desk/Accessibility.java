package io.winnow.desk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What axe-core finds of WCAG A and AA on the page that is open. */
final class Accessibility {
    private Accessibility() {}

    /** One line for each violation; empty where there is none. */
    static String violations(DeskPage desk) {
        desk.page().evaluate(axe());
        return String.valueOf(
                desk.page()
                        .evaluate(
                                "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}))"
                                        + ".violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`)).join('\\n')"));
    }

    private static String axe() {
        try (InputStream script = Accessibility.class.getResourceAsStream("/axe-core/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
