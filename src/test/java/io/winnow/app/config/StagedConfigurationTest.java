package io.winnow.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.winnow.core.configuration.ConfigurationFiles;
import io.winnow.core.configuration.ConfigurationRules.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedConfigurationTest {
    private final Path parent;
    private final StagedConfiguration staged;

    StagedConfigurationTest(@TempDir Path parent) throws IOException {
        this.parent = parent;
        this.staged = new StagedConfiguration(Folder.reader(), new Folder(parent).directory());
    }

    private static ConfigurationFiles files(String site, String station) {
        return new ConfigurationFiles(new TreeMap<>(Map.of("site.yaml", site, "stations/top.yaml", station)));
    }

    @Test
    void check_isThatOfTheStart_withFileLineAndRule() {
        assertThat(staged.check(files(Folder.SITE, Folder.STATION))).isEmpty();

        assertThat(staged.check(files(Folder.SITE + "http: {port: 70000}\n", Folder.STATION + "limit: 5\n")))
                .containsExactly(
                        new Problem("site.yaml", 2, "http.port = 70000: must be an integer 0 to 65535"),
                        new Problem(
                                "stations/top.yaml",
                                4,
                                "limit: unknown key, did you mean limits?; known here are "
                                        + known("stations/top.yaml")));
        assertThat(staged.check(files(Folder.SITE, "line: [")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.file()).isEqualTo("stations/top.yaml"));
    }

    private String known(String file) {
        String rule = staged.check(files(Folder.SITE, Folder.STATION + "limit: 5\n")).stream()
                .filter(problem -> problem.file().equals(file))
                .findFirst()
                .orElseThrow()
                .rule();
        return rule.substring(rule.indexOf("known here are ") + "known here are ".length());
    }

    @Test
    void check_relativePaths_startWhereTheFilesAreMeantFor() throws IOException {
        String site = Folder.SITE + "broker: {uri: 'tcp://h:1', username: a, passwordFile: secret}\n";
        assertThat(staged.check(files(site, Folder.STATION))).hasSize(1);

        Files.writeString(parent.resolve("secret"), "hunter2");

        assertThat(staged.check(files(site, Folder.STATION))).isEmpty();
    }

    /** What is answered about a change goes over the network and into logs. */
    @Test
    void check_neverRepeatsWhatMayBeASecret() {
        String site = Folder.SITE + "broker: {uri: 'tcp://me:hunter2@h:1', password: hunter2}\n";

        assertThat(staged.check(files(site, Folder.STATION)))
                .hasSizeGreaterThan(1)
                .noneMatch(problem -> problem.rule().contains("hunter2"));
    }

    @Test
    void changedSiteKeys_areThoseWhoseValuesDiffer() {
        ConfigurationFiles before = files(
                "site: a\nhttp: {port: 1, trustedProxies: [10.0.0.1]}\nlog: {level: info} # said\n", Folder.STATION);
        ConfigurationFiles after = files(
                "site: a # comment\nhttp: {port: 2, trustedProxies: [10.0.0.1, 10.0.0.2]}\naccess: {sessionIdle: 2h}\n",
                Folder.STATION);

        assertThat(staged.changedSiteKeys(before, after))
                .containsExactly("access.sessionIdle", "http.port", "http.trustedProxies.1", "log.level");
        assertThat(staged.changedSiteKeys(before, before)).isEmpty();
    }

    @Test
    void data_isFoundWhereTheRestIsNotInOrder() throws IOException {
        Path edge = parent.resolve("edge-config");
        Files.writeString(edge.resolve("site.yaml"), "sight: a\nstorage: {directory: stored}\nbroker: 5\n");
        assertThat(ConfigurationReader.data(edge)).contains(parent.resolve("stored"));

        Files.writeString(edge.resolve("site.yaml"), "site: a\n");
        assertThat(ConfigurationReader.data(edge)).contains(parent.resolve("data"));

        Files.writeString(edge.resolve("site.yaml"), "site: [");
        assertThat(ConfigurationReader.data(edge)).isEmpty();
        assertThat(ConfigurationReader.data(parent.resolve("absent"))).isEmpty();
    }
}
