package io.winnow.desk;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Paints believable camera frames of a brushed metal plate, with or without a defect, and the heatmap that goes with each. */
final class PartPainter {
    static final int HEIGHT = 480;
    static final int WIDTH = 640;

    /** What a frame shows, and where: centre and half extents in 0..1 of the image. */
    enum Part {
        GOOD(0, 0, 0, 0),
        SCRATCH(.46, .58, .16, .07),
        DENT(.62, .40, .06, .08),
        STAIN(.36, .36, .08, .09),
        MISSING(.745, .645, .06, .08),
        CRACK(.55, .70, .09, .05);

        final double x;
        final double y;
        final double halfWidth;
        final double halfHeight;

        Part(double x, double y, double halfWidth, double halfHeight) {
            this.x = x;
            this.y = y;
            this.halfWidth = halfWidth;
            this.halfHeight = halfHeight;
        }
    }

    private PartPainter() {}

    /** The frame as JPEG; the seed moves part and light a little. */
    static byte[] frame(Part part, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setPaint(new GradientPaint(0, 0, new Color(46, 50, 52), WIDTH, HEIGHT, new Color(28, 30, 32)));
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.translate(random.nextGaussian() * 3, random.nextGaussian() * 3);
        paintPlate(g, random);
        paintHoles(g, part != Part.MISSING);
        paintDefect(g, part, random);
        g.dispose();
        addNoise(image, random);
        return encoded(image, "jpg");
    }

    private static void paintPlate(Graphics2D g, Random random) {
        RoundRectangle2D plate = new RoundRectangle2D.Double(86, 66, 468, 348, 44, 44);
        g.setPaint(new GradientPaint(86, 66, new Color(176, 182, 184), 554, 414, new Color(120, 126, 130)));
        g.fill(plate);
        g.setClip(plate);
        for (int i = 0; i < 900; i++) {
            int tone = 105 + random.nextInt(95);
            g.setColor(new Color(tone, tone + 3, tone + 5, 38));
            double y = 66 + random.nextDouble() * 348;
            int x = 86 + random.nextInt(420);
            g.drawLine(x, (int) y, x + 30 + random.nextInt(160), (int) (y + random.nextGaussian()));
        }
        g.setClip(null);
        g.setColor(new Color(60, 64, 66, 160));
        g.setStroke(new BasicStroke(2.5f));
        g.draw(plate);
        g.setColor(new Color(90, 95, 98));
        g.setStroke(new BasicStroke(3));
        g.draw(new RoundRectangle2D.Double(246, 186, 148, 108, 16, 16));
    }

    private static void paintHoles(Graphics2D g, boolean all) {
        double[][] centres = {{140, 120}, {500, 120}, {140, 360}, {500, 360}, {320, 240}, {478, 310}};
        for (int i = 0; i < centres.length; i++) {
            if (i == centres.length - 1 && !all) {
                continue;
            }
            double radius = i == 4 ? 34 : i == 5 ? 14 : 20;
            Ellipse2D rim =
                    new Ellipse2D.Double(centres[i][0] - radius, centres[i][1] - radius, 2 * radius, 2 * radius);
            g.setColor(new Color(24, 26, 28));
            g.fill(rim);
            g.setColor(new Color(205, 210, 212, 190));
            g.setStroke(new BasicStroke(2.5f));
            g.draw(rim);
        }
    }

    private static void paintDefect(Graphics2D g, Part part, Random random) {
        double x = part.x * WIDTH;
        double y = part.y * HEIGHT;
        switch (part) {
            case SCRATCH -> {
                g.setColor(new Color(240, 243, 244, 220));
                g.setStroke(new BasicStroke(2.2f));
                g.drawLine((int) x - 95, (int) y + 26, (int) x + 95, (int) y - 26);
                g.setColor(new Color(60, 62, 64, 160));
                g.drawLine((int) x - 93, (int) y + 29, (int) x + 93, (int) y - 22);
            }
            case DENT -> {
                g.setPaint(new RadialGradientPaint((float) x, (float) y, 36, new float[] {0, .7f, 1}, new Color[] {
                    new Color(58, 62, 66, 230), new Color(100, 105, 108, 130), new Color(225, 228, 230, 40)
                }));
                g.fill(new Ellipse2D.Double(x - 36, y - 34, 72, 68));
            }
            case STAIN -> {
                for (int i = 0; i < 26; i++) {
                    double size = 12 + random.nextDouble() * 34;
                    g.setColor(new Color(88, 62, 34, 42));
                    g.fill(new Ellipse2D.Double(
                            x + random.nextGaussian() * 16 - size / 2,
                            y + random.nextGaussian() * 14 - size / 2,
                            size,
                            size));
                }
            }
            case CRACK -> {
                Path2D crack = new Path2D.Double();
                crack.moveTo(x - 54, y + 16);
                for (int i = 1; i <= 9; i++) {
                    crack.lineTo(x - 54 + 12 * i, y + 16 - 3.4 * i + random.nextGaussian() * 5);
                }
                g.setColor(new Color(30, 30, 32, 235));
                g.setStroke(new BasicStroke(1.6f));
                g.draw(crack);
            }
            case GOOD, MISSING -> {}
        }
    }

    private static void addNoise(BufferedImage image, Random random) {
        int[] pixels = image.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH);
        for (int i = 0; i < pixels.length; i++) {
            int noise = random.nextInt(13) - 6;
            pixels[i] = clamp((pixels[i] >> 16 & 255) + noise) << 16
                    | clamp((pixels[i] >> 8 & 255) + noise) << 8
                    | clamp((pixels[i] & 255) + noise);
        }
        image.setRGB(0, 0, WIDTH, HEIGHT, pixels, 0, WIDTH);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** The heatmap as PNG with alpha: warm over the defect, a faint glow somewhere harmless, else transparent. */
    static byte[] heatmap(Part part, long seed) {
        Random random = new Random(seed ^ 77);
        BufferedImage image = new BufferedImage(WIDTH / 4, HEIGHT / 4, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setComposite(AlphaComposite.SrcOver);
        for (int i = 0; i < 3; i++) {
            glow(g, .2 + .6 * random.nextDouble(), .2 + .6 * random.nextDouble(), .10, 60);
        }
        if (part != Part.GOOD) {
            for (int i = -2; i <= 2; i++) {
                glow(
                        g,
                        part.x + i * part.halfWidth / 2.6,
                        part.y - i * part.halfHeight / 4,
                        Math.max(.06, part.halfHeight),
                        200);
            }
        }
        g.dispose();
        return encoded(image, "png");
    }

    private static void glow(Graphics2D g, double x, double y, double radius, int alpha) {
        float r = (float) (radius * WIDTH / 4);
        float cx = (float) (x * WIDTH / 4);
        float cy = (float) (y * HEIGHT / 4);
        boolean hot = alpha > 100;
        Color centre = hot ? new Color(255, 232, 90, alpha) : new Color(120, 60, 200, alpha);
        Color middle = hot ? new Color(232, 60, 30, alpha * 3 / 4) : new Color(90, 40, 170, alpha / 2);
        g.setPaint(new RadialGradientPaint(
                cx, cy, r, new float[] {0, .5f, 1}, new Color[] {centre, middle, new Color(70, 20, 130, 0)}));
        g.fill(new Ellipse2D.Float(cx - r, cy - r, 2 * r, 2 * r));
    }

    private static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
