package io.winnow.adapter.mqtt;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * How to reach a broker.
 *
 * @param broker {@code tcp://host:port}, {@code ssl://host:port}, {@code ws://} or {@code wss://}
 * @param access what the broker wants to know of us and we of it
 * @param keepAlive longest silence before either side checks on the other, 1 second to 18 hours
 * @param connectTimeout longest wait for one attempt to connect
 * @param sessionExpiry how long the broker keeps queueing for us while we are away
 * @param shortestBackoff wait after the first failed attempt; doubles with each further one
 * @param longestBackoff where the doubling ends
 * @throws IllegalArgumentException when a value is outside its range
 */
public record MqttSettings(
        URI broker,
        BrokerAccess access,
        Duration keepAlive,
        Duration connectTimeout,
        Duration sessionExpiry,
        Duration shortestBackoff,
        Duration longestBackoff) {
    private static final Set<String> SCHEMES = Set.of("tcp", "ssl", "ws", "wss");
    private static final Set<String> ENCRYPTED = Set.of("ssl", "wss");

    public MqttSettings {
        requireBroker(broker);
        requireBetween("keep alive", keepAlive, Duration.ofSeconds(1), Duration.ofHours(18));
        requireBetween("connect timeout", connectTimeout, Duration.ofMillis(100), Duration.ofMinutes(5));
        requireBetween("session expiry", sessionExpiry, Duration.ZERO, Duration.ofDays(365));
        requireBetween("shortest back-off", shortestBackoff, Duration.ofMillis(1), longestBackoff);
        requireBetween("longest back-off", longestBackoff, shortestBackoff, Duration.ofHours(1));
    }

    /** Anonymous, keep alive 30 s, a session kept for a day, attempts every 0.25 s to 30 s. */
    public static MqttSettings of(URI broker) {
        return new MqttSettings(
                broker,
                BrokerAccess.ANONYMOUS,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofDays(1),
                Duration.ofMillis(250),
                Duration.ofSeconds(30));
    }

    /** The same with another longest wait for one attempt to connect. */
    public MqttSettings withConnectTimeout(Duration longest) {
        return new MqttSettings(broker, access, keepAlive, longest, sessionExpiry, shortestBackoff, longestBackoff);
    }

    /** Whether the connection is encrypted. */
    boolean encrypted() {
        return ENCRYPTED.contains(broker.getScheme());
    }

    private static void requireBroker(URI broker) {
        String scheme = broker.getScheme();
        if (scheme == null || !SCHEMES.contains(scheme) || broker.getHost() == null || broker.getPort() < 1) {
            throw new IllegalArgumentException(
                    "broker '%s' must look like tcp://host:1883 (tcp, ssl, ws or wss, with host and port)"
                            .formatted(broker));
        }
        if (broker.getUserInfo() != null) {
            throw new IllegalArgumentException("broker address must not carry user and password: give them separately");
        }
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("%s is %s, must be %s to %s".formatted(name, value, least, most));
        }
    }
}
