package io.winnow.desk;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Fills the database of a service that is not running: inspections like those that it really made, labels, and many model versions
 * after its first. What is made up is only how many there are.
 */
final class VolumeSeed implements AutoCloseable {
    private static final String COLUMNS =
            "trigger_name, frame_hash, image_height, image_width, model_version, verdict, cause,"
                    + " reason, score, threshold, regions, timings, map_height, map_width, map";
    private static final int COPIED = 15;
    private static final int LABEL_EVERY = 5;
    private static final int LEDGER = 20;

    /** A real inspection to be copied. */
    private record Template(List<Object> columns, String verdict, double score, double threshold, byte[] map) {}

    private final Connection database;
    private final Random random = new Random(1);
    private int made;

    VolumeSeed(Path data) throws SQLException {
        database = DriverManager.getConnection(
                "jdbc:sqlite:" + data.resolve("winnow.db") + "?journal_mode=WAL&synchronous=OFF&foreign_keys=on");
        database.setAutoCommit(false);
    }

    /** Inspections of a station, copied from those of another, a fifth of them labelled, the newest first labelled. */
    void inspections(String from, String station, int count) throws SQLException {
        List<Template> templates = templates(from);
        long newest = System.currentTimeMillis() - 3_600_000;
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO inspection (id, station_id, frame_id,"
                        + " captured_at, decided_at, selection, selection_probability, " + COLUMNS + ") VALUES ("
                        + "?,".repeat(6 + COPIED) + "?)");
                PreparedStatement label =
                        database.prepareStatement("INSERT INTO label (inspection_id, verdict, defect_type,"
                                + " regions, labelled_by, labelled_at) VALUES (?, ?, ?, ?, 'Kim', ?)")) {
            for (int i = 0; i < count; i++) {
                Template template = templates.get(random.nextInt(templates.size()));
                long at = newest - (count - i) * 2_000L;
                String id = "%08x-%04x-7000-8000-%012x".formatted(at >>> 16, at & 0xffff, made++);
                boolean labelled = i % LABEL_EVERY == 0;
                boolean rejected = template.verdict().equals("reject");
                insert.setString(1, id);
                insert.setString(2, station);
                insert.setString(3, "seed-" + made);
                insert.setLong(4, at * 1000);
                insert.setLong(5, at * 1000 + 90_000);
                insert.setString(6, rejected ? "reject" : labelled ? "audit" : "none");
                insert.setDouble(7, rejected ? 1 : 0.2);
                for (int c = 0; c < COPIED; c++) {
                    insert.setObject(8 + c, template.columns().get(c));
                }
                insert.addBatch();
                if (labelled) {
                    label.setString(1, id);
                    label.setString(2, rejected ? "defect" : "normal");
                    label.setString(3, rejected ? "scratch" : null);
                    label.setString(4, rejected ? "[{\"left\":0.3,\"top\":0.3,\"right\":0.7,\"bottom\":0.7}]" : "[]");
                    label.setLong(5, at * 1000 + 1_000_000);
                    label.addBatch();
                }
                if (i % 1_000 == 999) {
                    insert.executeBatch();
                    label.executeBatch();
                }
            }
            insert.executeBatch();
            label.executeBatch();
        }
        execute("DELETE FROM verdict_count WHERE station_id = '" + station + "'");
        execute("INSERT INTO verdict_count SELECT station_id, verdict, COUNT(*) FROM inspection WHERE station_id = '"
                + station + "' GROUP BY station_id, verdict");
        database.commit();
    }

    private List<Template> templates(String station) throws SQLException {
        List<Template> templates = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + COLUMNS + " FROM inspection WHERE station_id = '"
                        + station + "' AND score IS NOT NULL AND id NOT LIKE '%-7000-8000-%'")) {
            while (rows.next()) {
                List<Object> columns = new ArrayList<>();
                for (int c = 1; c <= COPIED; c++) {
                    columns.add(rows.getObject(c));
                }
                templates.add(new Template(
                        columns,
                        rows.getString("verdict"),
                        rows.getDouble("score"),
                        rows.getDouble("threshold"),
                        rows.getBytes("map")));
            }
        }
        return templates;
    }

    /** Versions 2 to {@code last} of a station like its first, with ledgers and history; the last one is a held candidate. */
    void versions(String station, int last) throws SQLException {
        String where = " WHERE station_id = '" + station + "'";
        String upTo = "WITH RECURSIVE v(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM v WHERE n < " + last + ") ";
        execute(upTo + "INSERT INTO model_version SELECT station_id, n, json_set(manifest, '$.version', 'v' || n,"
                + " '$.seed', n), kept FROM model_version, v" + where + " AND version = 1");
        execute(upTo + "INSERT INTO model_state SELECT '" + station + "', n, iif(n = " + last + ", 'held', 'retired'),"
                + " iif(n = " + last + ", 'held by Ada: to be looked at', 'replaced by the next one'), "
                + micros() + " + n, NULL, 0, n - 1 FROM v");
        execute("UPDATE model_state SET compared_with = 1" + where + " AND version = " + last);
        execute(
                upTo + "INSERT INTO model_event (station_id, version, from_state, to_state, at, by_whom, why) SELECT '"
                        + station + "', n, s.f, s.t, " + micros()
                        + " + n * 1000000, s.b, s.w FROM v, (SELECT NULL AS f, 'candidate' AS t,"
                        + " 'winnow, after a refit' AS b, 'fitted and checked' AS w UNION ALL SELECT 'candidate', 'shadowing',"
                        + " 'winnow, by policy', 'labels are scored' UNION ALL SELECT 'shadowing', 'held', 'Ada', 'to be looked at') s");
        execute(upTo
                + "INSERT INTO ledger_entry (station_id, version, position, frame_id, frame_hash, score, rank, round, reason)"
                + " SELECT station_id, n, p.i, frame_id, frame_hash, 3 - p.i / 10.0, p.i + 1, 1, 'among the most anomalous of the pool'"
                + " FROM v, (SELECT ROW_NUMBER() OVER () - 1 AS i, station_id, frame_id, frame_hash FROM pool_frame"
                + where
                + " LIMIT " + LEDGER + ") p");
        execute("UPDATE version_counter SET last = " + last + where);
        database.commit();
    }

    /** What a candidate says of the newest labelled inspections and of some that are not. */
    void scores(String station, int version, int count) throws SQLException {
        execute("INSERT INTO model_score SELECT station_id, " + version
                + ", id, (ROW_NUMBER() OVER (ORDER BY id DESC)) % 2,"
                + " score * (0.9 + (ABS(RANDOM()) % 1000) / 4000.0), threshold, decided_at, map_height, map_width, map"
                + " FROM inspection WHERE station_id = '" + station + "' AND score IS NOT NULL AND model_version = 1"
                + " AND (id IN (SELECT inspection_id FROM label) OR selection = 'none') ORDER BY id DESC LIMIT "
                + count);
        database.commit();
    }

    private static long micros() {
        return Instant.now().minusSeconds(86_400).toEpochMilli() * 1000;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
