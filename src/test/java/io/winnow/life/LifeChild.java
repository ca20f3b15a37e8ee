package io.winnow.life;

import io.winnow.adapter.faiss.FaissIndexFactory;
import io.winnow.adapter.storage.TestDatabase;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.life.ModelLife;
import io.winnow.core.life.PromotionPolicy;
import io.winnow.core.model.ModelRecord;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A process that refits, promotes, discards and rolls back without end, to be killed: see {@link KilledProcessTest}. */
final class LifeChild {
    static final String READY = "ready";
    static final String WORKING = "working";

    private LifeChild() {}

    /**
     * Warms up in a scratch folder, so that all steps are quick, waits for a line with a seed, and works in the folder.
     *
     * @param arguments the folder and the scratch folder, each with its database
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        FaissIndexFactory faiss = FaissIndexFactory.load(1);
        Path scratch = Path.of(arguments[1]);
        try (LifeRig rig =
                new LifeRig(scratch, TestDatabase.open(scratch.resolve("test.db")), faiss, PromotionPolicy.DEFAULT)) {
            rig.filled(KilledProcessTest.POOL).opened().refitAndAdmit(1);
        }
        System.out.println(READY);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        SplittableRandom random = new SplittableRandom(Long.parseLong(in.readLine()));
        try (LifeRig rig = new LifeRig(
                        folder, TestDatabase.open(folder.resolve("test.db")), faiss, PromotionPolicy.DEFAULT)
                .opened()) {
            System.out.println(WORKING);
            while (true) {
                work(rig, random);
            }
        }
    }

    private static void work(LifeRig rig, SplittableRandom random) throws Exception {
        ModelVersion version = rig.refitAndAdmit(random.nextInt(1_000_000));
        if (!rig.model(version).state().open()) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> rig.life.discard(rig.station, version, "child", "by lot");
            case 1 -> rollBack(rig, random);
            default -> rig.life.promote(rig.station, version, "child", "by lot");
        }
    }

    private static void rollBack(LifeRig rig, SplittableRandom random) throws Exception {
        List<ModelRecord> kept = rig.models.list(LifeRig.STATION).stream()
                .filter(ModelLife::canRollBack)
                .toList();
        if (!kept.isEmpty()) {
            rig.life.rollBack(rig.station, kept.get(random.nextInt(kept.size())).version(), "child", "by lot");
        }
    }
}
