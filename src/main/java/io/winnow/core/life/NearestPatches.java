package io.winnow.core.life;

import io.winnow.core.detector.AnomalyMap;
import io.winnow.core.detector.BankNeighbours;
import io.winnow.core.detector.BankPatch;
import io.winnow.core.detector.Detection;
import io.winnow.core.detector.PatchCore;
import io.winnow.core.feature.FeatureExtractor;
import io.winnow.core.feature.PatchEmbeddings;
import io.winnow.core.image.ContentHash;
import io.winnow.core.image.DecodeLimits;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.FrameId;
import io.winnow.core.image.ImageHeader;
import io.winnow.core.image.ImageSize;
import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.image.UndecodableImageException;
import io.winnow.core.inspection.FrameStore;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.inspection.ModelVersion;
import io.winnow.core.inspection.StationId;
import io.winnow.core.life.PassReasons.Asked;
import io.winnow.core.life.PassReasons.Near;
import io.winnow.core.life.PassReasons.Place;
import io.winnow.core.model.ArtefactException;
import io.winnow.core.model.Artefacts;
import io.winnow.core.model.ModelManifest;
import io.winnow.core.model.ModelStateException;
import io.winnow.core.model.ModelStore;
import io.winnow.core.model.StruckPatch;
import io.winnow.core.model.StruckPatches;
import io.winnow.core.station.Station;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Answers why a frame passed: which patches of the memory bank vouched for one of its patches, and the frames that those come from.
 * Thread-safe; one question is answered at a time, because each opens a memory bank beside those that serve.
 */
public final class NearestPatches {
    /** Most neighbours that are shown. */
    public static final int MOST = 50;

    /** What the answers come from. */
    public record Tools(
            ModelLife life,
            ModelStore models,
            FramePatches patches,
            FrameStore frames,
            FrameHistory history,
            StruckPatches struck,
            Replays.Decider decider) {}

    private record Opened(Artefacts.Opened version, Optional<String> instead) {
        ModelManifest model() {
            return version.artefact().model();
        }
    }

    private final Tools tools;

    public NearestPatches(Tools tools) {
        this.tools = tools;
    }

    /**
     * The patches that vouch for the most anomalous patch of a region.
     *
     * @param region fractions of the whole image, at least in part within what the station looks at
     * @param chosen what the region is, for people
     * @param count of neighbours, 1 to {@link #MOST}
     * @throws FramePatches.GoneException when the frame is not stored any more
     * @throws ModelStateException when neither the version that judged nor the champion can be asked
     * @throws ArtefactException when the champion's artefact is refused
     * @throws IllegalArgumentException when the region lies outside of what the station looks at
     */
    public synchronized PassReasons explain(
            Station station, Inspection inspection, RegionOfInterest region, PassReasons.Choice chosen, int count)
            throws IOException, UndecodableImageException {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("count = %d must be 1 to %d".formatted(count, MOST));
        }
        Opened opened = open(station, inspection);
        try (Artefacts.Opened version = opened.version()) {
            PatchCore detector = version.detector();
            PatchEmbeddings patches = tools.patches()
                    .find(station, version.backbone(), inspection.frameHash())
                    .patches();
            PatchGrid grid = new PatchGrid(
                    patches.gridHeight(),
                    patches.gridWidth(),
                    station.settings().preprocessing().region());
            Detection detection = detector.detect(patches);
            int patch = grid.highest(detection.map(), region);
            return new PassReasons(
                    inspection,
                    opened.model(),
                    opened.instead(),
                    tools.decider().decide(opened.model(), detection.score()),
                    detection.score(),
                    new Asked(chosen, place(grid, patch, inspection.imageSize()), score(detection.map(), patch)),
                    new Search(station, inspection, version, patches, patch).near(count));
        }
    }

    private static double score(AnomalyMap map, int patch) {
        return map.at(patch / map.width(), patch % map.width());
    }

    private static Place place(PatchGrid grid, int patch, Optional<ImageSize> size) {
        return new Place(
                patch / grid.width(),
                patch % grid.width(),
                grid.box(patch),
                size.map(image -> grid.pixels(patch, image)));
    }

    private static Optional<ImageSize> size(EncodedImage image) {
        try {
            return Optional.of(ImageHeader.read(image, DecodeLimits.DEFAULT).size());
        } catch (UndecodableImageException e) {
            // Its box in fractions still tells where the patch is.
            return Optional.empty();
        }
    }

    private Opened open(Station station, Inspection inspection) throws ArtefactException {
        String instead = "no model judged this frame";
        if (inspection.model().isPresent()) {
            ModelVersion version = inspection.model().get();
            try {
                return opened(tools.life().look(station, version, "explanation"), Optional.empty());
            } catch (ModelStateException | ArtefactException e) {
                instead = "%s, which judged this frame, cannot be asked: %s".formatted(version, e.getMessage());
            }
        }
        ModelVersion champion = station.model()
                .map(ModelManifest::version)
                .orElseThrow(
                        () -> new ModelStateException("station %s has no model that serves".formatted(station.id())));
        return opened(tools.life().look(station, champion, "explanation"), Optional.of(instead));
    }

    private static Opened opened(Artefacts.Opened artefact, Optional<String> instead) {
        return new Opened(artefact, instead);
    }

    private final class Search {
        private final Station station;
        private final Inspection inspection;
        private final BankNeighbours bank;
        private final Optional<FeatureExtractor> backbone;
        private final PatchEmbeddings patches;
        private final int patch;
        private final List<FrameId> kept;
        private final List<StruckPatch> struck;

        Search(Station station, Inspection inspection, Artefacts.Opened version, PatchEmbeddings patches, int patch) {
            this.station = station;
            this.inspection = inspection;
            ModelManifest model = version.artefact().model();
            this.bank = new BankNeighbours(version.detector());
            this.backbone = version.backbone();
            this.patches = patches;
            this.patch = patch;
            this.kept = tools.models().keptFrames(station.id(), model.version());
            this.struck = tools.struck().standing(station.id(), station.recipe());
            if (kept.size() < bank.images()) {
                throw new ModelStateException("model %s was fitted on %d images, %d frames are recorded for it"
                        .formatted(model.version(), bank.images(), kept.size()));
            }
        }

        List<Near> near(int count) throws IOException {
            List<Near> near = new ArrayList<>();
            for (BankPatch found : bank.nearest(patches, patch, count)) {
                near.add(near(near.size() + 1, found));
            }
            return near;
        }

        private Near near(int rank, BankPatch found) throws IOException {
            FrameId frame = kept.get(found.image());
            Optional<ContentHash> image = image(frame);
            Optional<EncodedImage> stored = image.isPresent() ? tools.frames().find(image.get()) : Optional.empty();
            Optional<Place> place = image.isPresent() ? place(found, image.get(), stored) : Optional.empty();
            return new Near(
                    rank,
                    found.distance(),
                    frame,
                    image,
                    stored.isPresent(),
                    image.filter(inspection.frameHash()::equals).isPresent(),
                    place,
                    image.flatMap(hash -> place.flatMap(at -> struck(hash, at))));
        }

        private Optional<ContentHash> image(FrameId frame) {
            StationId id = station.id();
            return tools.history().image(id, frame);
        }

        private Optional<Place> place(BankPatch found, ContentHash image, Optional<EncodedImage> stored)
                throws IOException {
            try {
                PatchEmbeddings source =
                        tools.patches().find(station, backbone, image).patches();
                OptionalInt at = bank.place(patches, patch, found, source);
                PatchGrid grid = new PatchGrid(
                        source.gridHeight(),
                        source.gridWidth(),
                        station.settings().preprocessing().region());
                return at.isPresent()
                        ? Optional.of(NearestPatches.place(grid, at.getAsInt(), stored.flatMap(NearestPatches::size)))
                        : Optional.empty();
            } catch (FramePatches.GoneException | UndecodableImageException e) {
                return Optional.empty();
            }
        }

        private Optional<StruckPatch> struck(ContentHash image, Place place) {
            return struck.stream()
                    .filter(each ->
                            each.image().equals(image) && each.row() == place.row() && each.column() == place.column())
                    .findFirst();
        }
    }
}
