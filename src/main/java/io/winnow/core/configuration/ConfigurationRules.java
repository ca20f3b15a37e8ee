package io.winnow.core.configuration;

import java.util.List;

/** What is known of the content of the files. */
public interface ConfigurationRules {
    /** Something that the service would not start with. */
    record Problem(String file, int line, String rule) {}

    /** Everything that is wrong with the files, by file and line. */
    List<Problem> check(ConfigurationFiles files);

    /** Paths of the keys of {@code site.yaml} whose values differ, with dots. */
    List<String> changedSiteKeys(ConfigurationFiles before, ConfigurationFiles after);
}
