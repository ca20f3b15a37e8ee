package io.winnow.app.config;

import io.winnow.app.config.SiteConfiguration.DatabaseServer;
import io.winnow.app.config.SiteConfiguration.Fleet;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what makes several Winnows one: a database for all of them, and who belongs together. */
final class FleetReader {
    private static final String SCHEME = "postgresql";

    private final CredentialsReader credentials;
    private final Map<String, String> environment;

    FleetReader(CredentialsReader credentials, Map<String, String> environment) {
        this.credentials = credentials;
        this.environment = environment;
    }

    /** {@code storage.database}; empty for the file in {@code storage.directory}. */
    Optional<DatabaseServer> database(Section database) {
        Optional<URI> uri = database.optionalText(
                "uri",
                "an address such as postgresql://host:5432/winnow (?sslmode=verify-full for TLS, without password)",
                "a file in storage.directory",
                FleetReader::databaseUri);
        Optional<SiteConfiguration.Credentials> given = credentials.read(database, "storage.database");
        if (!database.has("uri") && given.isPresent()) {
            database.problem("username", "means nothing without storage.database.uri");
        }
        return uri.map(found -> new DatabaseServer(found, given));
    }

    /** @throws IllegalArgumentException when it is no database's address */
    private static URI databaseUri(String text) {
        URI uri = URI.create(text);
        String path = uri.getPath();
        boolean complete = SCHEME.equals(uri.getScheme())
                && uri.getHost() != null
                && path != null
                && path.length() > 1
                && path.indexOf('/', 1) < 0;
        boolean secret = uri.getUserInfo() != null
                || (uri.getQuery() != null && uri.getQuery().contains("password"));
        if (!complete || secret) {
            throw new IllegalArgumentException("no database's address");
        }
        return uri;
    }

    /**
     * {@code fleet}; empty for one that is alone.
     *
     * @param database whether there is one that others can reach
     * @param broker whether there is one to share frames
     */
    Optional<Fleet> fleet(Section fleet, boolean database, boolean broker) {
        Optional<String> group = fleet.optionalText("group", Names.FORM, "alone", Names::require);
        Optional<String> member = fleet.optionalText("member", Names.FORM, "the host's name", Names::require);
        if (!fleet.has("group")) {
            if (fleet.has("member")) {
                fleet.problem("member", "means nothing without fleet.group");
            }
            return Optional.empty();
        }
        if (!database) {
            fleet.problem("group", "needs storage.database.uri: the members of a fleet share one PostgreSQL");
        }
        if (!broker) {
            fleet.problem("group", "needs broker.uri: the members of a fleet share the frames of one MQTT broker");
        }
        Optional<String> name = member.or(this::hostName);
        if (!fleet.has("member") && name.isEmpty()) {
            fleet.problem("group", "needs fleet.member: this host's name is not known or not " + Names.FORM);
        }
        return group.flatMap(called -> name.map(me -> new Fleet(called, me)));
    }

    private Optional<String> hostName() {
        Optional<String> known =
                Optional.ofNullable(environment.get("HOSTNAME")).filter(name -> !name.isBlank());
        return known.or(FleetReader::askedHostName)
                .map(name -> List.of(name.split("\\.")).get(0))
                .flatMap(FleetReader::asName);
    }

    private static Optional<String> askedHostName() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> asName(String text) {
        try {
            return Optional.of(Names.require(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
