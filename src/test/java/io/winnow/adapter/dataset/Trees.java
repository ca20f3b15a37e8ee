package io.winnow.adapter.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes small datasets in the layouts of their publishers. */
final class Trees {
    static final int HEIGHT = 12;
    static final int WIDTH = 16;

    private Trees() {}

    /** Two training images, one normal and four defective test images of two kinds, masks as {@code NNN_mask.png}. */
    static Path mvtec(Path category) {
        image(category.resolve("train/good/000.png"));
        image(category.resolve("train/good/001.png"));
        image(category.resolve("test/good/000.png"));
        for (String name : new String[] {"scratch/000", "scratch/001", "dent/000", "dent/001"}) {
            image(category.resolve("test/" + name + ".png"));
            mask(category.resolve("ground_truth/" + name + "_mask.png"), 255);
        }
        return category;
    }

    static Path mvtecAd2(Path category) {
        image(category.resolve("train/good/000_regular.png"));
        image(category.resolve("validation/good/000_regular.png"));
        image(category.resolve("test_private/000_regular.png"));
        image(category.resolve("test_public/good/000_regular.png"));
        image(category.resolve("test_public/bad/000_regular.png"));
        mask(category.resolve("test_public/ground_truth/bad/000_regular_mask.png"), 255);
        return category;
    }

    static Path visa(Path root, String category) {
        StringBuilder split = new StringBuilder("object,split,label,image,mask\n");
        for (String row :
                new String[] {"train,normal,Normal/0000", "train,normal,Normal/0001", "test,normal,Normal/0002"}) {
            String image = category + "/Data/Images/" + row.substring(row.lastIndexOf(',') + 1) + ".JPG";
            image(root.resolve(image));
            split.append("%s,%s,%s,%n".formatted(category, row.substring(0, row.lastIndexOf(',')), image));
        }
        for (String name : new String[] {"000", "001"}) {
            String image = category + "/Data/Images/Anomaly/" + name + ".JPG";
            String mask = category + "/Data/Masks/Anomaly/" + name + ".png";
            image(root.resolve(image));
            mask(root.resolve(mask), 3);
            split.append("%s,test,anomaly,%s,%s%n".formatted(category, image, mask));
        }
        text(root.resolve("split_csv/1cls.csv"), split.toString());
        text(root.resolve(category + "/image_anno.csv"), """
                image,label,mask
                %1$s/Data/Images/Normal/0000.JPG,normal,
                %1$s/Data/Images/Anomaly/000.JPG,bent,%1$s/Data/Masks/Anomaly/000.png
                %1$s/Data/Images/Anomaly/001.JPG,"melt,scratch",%1$s/Data/Masks/Anomaly/001.png
                """.formatted(category));
        return root;
    }

    static Path btad(Path root) {
        for (String category : new String[] {"01", "02", "03"}) {
            String extension = category.equals("02") ? ".png" : ".bmp";
            image(root.resolve(category + "/train/ok/0000" + extension));
            image(root.resolve(category + "/test/ok/0000" + extension));
            image(root.resolve(category + "/test/ko/0001" + extension));
            mask(root.resolve(category + "/ground_truth/ko/0001" + (category.equals("03") ? ".bmp" : ".png")), 255);
        }
        return root;
    }

    static Path kolektor(Path root) {
        for (String name : new String[] {"train/10000", "train/10001", "test/20000"}) {
            image(root.resolve(name + ".png"));
            mask(root.resolve(name + "_GT.png"), 0);
        }
        for (String name : new String[] {"train/10002", "test/20001"}) {
            image(root.resolve(name + ".png"));
            mask(root.resolve(name + "_GT.png"), 255);
        }
        return root;
    }

    static void image(Path file) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 1, 0xFF0000);
        write(image, file);
    }

    /** A gray mask of which the pixel in row 2, column 3 has a value and all others are 0. */
    static void mask(Path file, int value) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(3, 2, 0, value);
        write(image, file);
    }

    static void text(Path file, String content) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(BufferedImage image, Path file) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            String extension = file.toString().substring(file.toString().lastIndexOf('.') + 1);
            if (!ImageIO.write(image, extension, file.toFile())) {
                throw new IllegalArgumentException("no writer for " + file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
