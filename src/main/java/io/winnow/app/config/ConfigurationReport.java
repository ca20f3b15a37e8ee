package io.winnow.app.config;

import io.winnow.adapter.cli.ConfigurationCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lets the command line read a configuration. */
public final class ConfigurationReport implements ConfigurationCheck {
    private final ConfigurationReader reader;

    public ConfigurationReport(ConfigurationReader reader) {
        this.reader = reader;
    }

    @Override
    public Report check(Path directory) {
        try {
            return new Report(List.of(), summary(reader.read(directory)));
        } catch (ConfigurationException e) {
            return new Report(e.problems().stream().map(Problem::toString).toList(), List.of());
        }
    }

    private static List<String> summary(Configuration configuration) {
        SiteConfiguration site = configuration.site();
        List<String> lines = new ArrayList<>();
        lines.add("site %s: %s://%s:%d, broker %s, data in %s, models in %s"
                .formatted(
                        site.site(),
                        site.http().tls().isPresent() ? "https" : "http",
                        site.http().host(),
                        site.http().port(),
                        site.broker().map(broker -> broker.uri().toString()).orElse("none"),
                        site.storage().directory(),
                        site.models()));
        configuration
                .stations()
                .forEach(station -> lines.add(
                        "station %s: line %s, camera %s, backbone %s at %s, pool of %d frames, refit %s dropping %s"
                                .formatted(
                                        station.id(),
                                        station.line(),
                                        station.camera(),
                                        station.backbone(),
                                        station.inputSize(),
                                        station.collect().frames(),
                                        station.refit().strategy(),
                                        Range.plain(station.refit().ratio()))));
        return lines;
    }
}
