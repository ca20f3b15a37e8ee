package io.winnow.adapter.rest;

import io.winnow.core.image.RegionOfInterest;
import io.winnow.core.life.PassReasons;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a frame passed, as clients see it. */
public record PassReasonsView(
        String inspection,
        String modelVersion,
        boolean judged,
        @Nullable String instead,
        String verdict,
        double score,
        @Nullable Double threshold,
        AskedView asked,
        List<NearView> nearest) {
    /** The patch that the question is about; {@code choice} is {@code highest_score}, {@code label} or {@code region}. */
    public record AskedView(String choice, double score, PlaceView place) {}

    /** Where a patch lies; {@code box} in fractions of the image, {@code pixels} in its pixels where its size is known. */
    public record PlaceView(int row, int column, BoxView box, PassReasons.@Nullable PixelBox pixels) {
        static PlaceView of(PassReasons.Place place) {
            return new PlaceView(
                    place.row(),
                    place.column(),
                    BoxView.of(place.box()),
                    place.pixels().orElse(null));
        }
    }

    /** Fractions of an image. */
    public record BoxView(double left, double top, double right, double bottom) {
        static BoxView of(RegionOfInterest box) {
            return new BoxView(box.left(), box.top(), box.right(), box.bottom());
        }
    }

    /**
     * A patch of the memory bank; {@code image} is null where its frame is not stored any more, {@code place} where it cannot be found
     * any more, {@code own} says that it comes from the frame that was judged.
     */
    public record NearView(
            int rank,
            double distance,
            String frameId,
            @Nullable String frameHash,
            @Nullable String image,
            @Nullable String thumbnail,
            boolean own,
            @Nullable PlaceView place,
            @Nullable StruckPatchView struck) {
        static NearView of(PassReasons.Near near) {
            return new NearView(
                    near.rank(),
                    near.distance(),
                    near.frame().value(),
                    near.image().map(hash -> hash.hex()).orElse(null),
                    PassReasonsView.image(near, ""),
                    PassReasonsView.image(near, "/thumbnail"),
                    near.own(),
                    near.place().map(PlaceView::of).orElse(null),
                    near.struck().map(StruckPatchView::of).orElse(null));
        }
    }

    private static @Nullable String image(PassReasons.Near near, String what) {
        return near.stored()
                ? near.image().map(hash -> "/api/v1/frames/" + hash + what).orElse(null)
                : null;
    }

    static PassReasonsView of(PassReasons reasons) {
        return new PassReasonsView(
                reasons.inspection().id().value(),
                reasons.model().version().toString(),
                reasons.instead().isEmpty(),
                reasons.instead().orElse(null),
                reasons.verdict().word(),
                reasons.score(),
                ReplayView.orNull(reasons.verdict().rejectedAbove()),
                new AskedView(
                        reasons.asked().choice().name().toLowerCase(Locale.ROOT),
                        reasons.asked().score(),
                        PlaceView.of(reasons.asked().place())),
                reasons.near().stream().map(NearView::of).toList());
    }
}
