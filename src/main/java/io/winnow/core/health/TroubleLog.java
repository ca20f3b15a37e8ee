package io.winnow.core.health;

import io.winnow.core.health.Trouble.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The newest troubles, so many and no more. What differs only in numbers and names of frames is the same trouble again, and is
 * counted. Kept in memory: the log on disk has everything. Thread-safe.
 */
public final class TroubleLog {
    /** How many troubles are remembered. */
    public static final int MOST = 100;

    /** Words with a digit in them: ids, hashes, counts. */
    private static final Pattern NUMBERED = Pattern.compile("\\S*\\d\\S*");

    private record Key(Level level, Optional<String> station, String source, String pattern) {}

    /** By key, the one that happened longest ago first. */
    private final Map<Key, Trouble> troubles = new LinkedHashMap<>();

    /** Takes note of a trouble. */
    public synchronized void add(
            Level level, Optional<String> station, String source, String message, Advice advice, Instant at) {
        Key key = new Key(level, station, source, NUMBERED.matcher(message).replaceAll("#"));
        Trouble known = troubles.remove(key);
        troubles.put(
                key,
                known == null
                        ? new Trouble(level, station, source, message, advice, at, at, 1)
                        : known.again(message, at));
        if (troubles.size() > MOST) {
            troubles.remove(troubles.keySet().iterator().next());
        }
    }

    /** All that are remembered, the newest first. */
    public synchronized List<Trouble> newest() {
        List<Trouble> newest = new ArrayList<>(troubles.values());
        Collections.reverse(newest);
        return newest;
    }
}
