package io.winnow.adapter.exchange;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.winnow.core.exchange.FrameWriter;
import io.winnow.core.exchange.StoredFrame;
import io.winnow.core.image.EncodedImage;
import io.winnow.core.image.ImageSize;
import io.winnow.core.inspection.Inspection;
import io.winnow.core.review.Label;
import io.winnow.core.review.MarkedRegion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** COCO JSON, alone or in a zip beside a folder of images; what COCO has no word for stands under {@code winnow}. Used by one thread. */
final class CocoFrames implements FrameWriter {
    static final String ANNOTATIONS = "annotations.json";
    /** Category of regions without a type of defect. */
    static final String UNTYPED = "defect";

    private static final String IMAGES = "images";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Optional<ZipOut> zip;
    private final OutputStream out;
    private final Spool images = new Spool();
    private final Spool annotations = new Spool();
    private final Map<String, Integer> categories = new LinkedHashMap<>();
    private final Names names = new Names();
    private int imageCount;
    private int annotationCount;

    CocoFrames(boolean withImages, OutputStream out) throws IOException {
        this.zip = withImages ? Optional.of(new ZipOut(out)) : Optional.empty();
        this.out = out;
    }

    @Override
    public void add(StoredFrame frame, Optional<EncodedImage> image) throws IOException {
        Inspection inspection = frame.inspection();
        Optional<ImageSize> size = inspection.imageSize();
        if (size.isEmpty()) {
            // Never an image, so that there is nothing to draw regions on.
            return;
        }
        String extension = image.map(ImageNames::extension).orElse("");
        String name = names.file(IMAGES, inspection.frame().value(), extension);
        if (zip.isPresent() && image.isPresent()) {
            zip.get().add(IMAGES + "/" + name, image.get());
        }
        ObjectNode entry = MAPPER.createObjectNode();
        entry.put("id", ++imageCount);
        entry.put("file_name", name);
        entry.put("width", size.get().width());
        entry.put("height", size.get().height());
        entry.put("date_captured", inspection.capturedAt().toString());
        describe(entry.putObject("winnow"), frame);
        append(images, entry, imageCount);
        for (MarkedRegion region :
                frame.label().map(label -> label.marks().regions()).orElse(List.of())) {
            annotate(frame.label().orElseThrow(), region, size.get());
        }
    }

    private static void describe(ObjectNode own, StoredFrame frame) {
        own.put("frame_id", frame.inspection().frame().value());
        own.put("sha256", frame.inspection().frameHash().hex());
        own.put("label", frame.word().orElse(null));
        frame.label().ifPresent(label -> {
            own.put("defect_type", label.defectType().orElse(null));
            own.put("labelled_by", label.labelledBy());
            own.put("labelled_at", label.labelledAt().toString());
        });
    }

    private void annotate(Label label, MarkedRegion region, ImageSize size) throws IOException {
        String type = region.defectType().or(label::defectType).orElse(UNTYPED);
        ObjectNode entry = MAPPER.createObjectNode();
        entry.put("id", ++annotationCount);
        entry.put("image_id", imageCount);
        entry.put("category_id", categories.computeIfAbsent(type, name -> categories.size() + 1));
        CocoRegions.write(entry, region.shape(), size);
        region.defectType().ifPresent(own -> entry.putObject("winnow").put("defect_type", own));
        append(annotations, entry, annotationCount);
    }

    private static void append(Spool spool, ObjectNode entry, int number) throws IOException {
        spool.out().write((number == 1 ? "\n" : ",\n").getBytes(StandardCharsets.UTF_8));
        spool.out().write(MAPPER.writeValueAsBytes(entry));
    }

    @Override
    public void close() throws IOException {
        try (images;
                annotations;
                Spool whole = new Spool()) {
            OutputStream json = zip.isPresent() ? whole.out() : out;
            write(json, "{\"info\":{\"description\":\"Labels of a Winnow station\"},\"images\":[");
            images.copyTo(json);
            write(json, "],\n\"annotations\":[");
            annotations.copyTo(json);
            write(json, "],\n\"categories\":");
            json.write(MAPPER.writeValueAsBytes(categories.entrySet().stream()
                    .map(each -> MAPPER.createObjectNode()
                            .put("id", each.getValue())
                            .put("name", each.getKey())
                            .put("supercategory", "defect"))
                    .toList()));
            write(json, "}\n");
            if (zip.isPresent()) {
                zip.get().add(ANNOTATIONS, whole);
                zip.get().finish();
            }
        }
    }

    private static void write(OutputStream json, String text) throws IOException {
        json.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
