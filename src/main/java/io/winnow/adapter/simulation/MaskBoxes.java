package io.winnow.adapter.simulation;

import io.winnow.core.image.RegionOfInterest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** The boxes that someone would draw around the defects of a mask. */
final class MaskBoxes {
    private static final int LEAST_PIXELS = 6;

    private MaskBoxes() {}

    /** One box for each connected defect, in fractions of the image; specks are left out. */
    static List<RegionOfInterest> of(ByteBuffer png) {
        OpenCv.load();
        byte[] bytes = new byte[png.remaining()];
        png.duplicate().get(bytes);
        MatOfByte encoded = new MatOfByte(bytes);
        Mat mask = Imgcodecs.imdecode(encoded, Imgcodecs.IMREAD_GRAYSCALE);
        Mat labels = new Mat();
        Mat statistics = new Mat();
        Mat centres = new Mat();
        List<RegionOfInterest> boxes = new ArrayList<>();
        int count = Imgproc.connectedComponentsWithStats(mask, labels, statistics, centres);
        for (int component = 1; component < count; component++) {
            if (statistics.get(component, Imgproc.CC_STAT_AREA)[0] >= LEAST_PIXELS) {
                boxes.add(box(statistics, component, mask));
            }
        }
        List.of(encoded, mask, labels, statistics, centres).forEach(Mat::release);
        return boxes;
    }

    private static RegionOfInterest box(Mat statistics, int component, Mat mask) {
        double left = statistics.get(component, Imgproc.CC_STAT_LEFT)[0];
        double top = statistics.get(component, Imgproc.CC_STAT_TOP)[0];
        double width = statistics.get(component, Imgproc.CC_STAT_WIDTH)[0];
        double height = statistics.get(component, Imgproc.CC_STAT_HEIGHT)[0];
        return new RegionOfInterest(
                left / mask.cols(), top / mask.rows(), (left + width) / mask.cols(), (top + height) / mask.rows());
    }
}
