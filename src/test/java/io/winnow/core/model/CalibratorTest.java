package io.winnow.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibratorTest {
    private static RefitPlan plan(double rate, double share) {
        return new RefitPlan("none", 0, 9, OptionalDouble.empty(), rate, share);
    }

    @Test
    void heldOut_shareIsEnoughForTheRate_isThatShareAndTheSameAgain() {
        int[] heldOut = Calibrator.heldOut(400, plan(0.01, 0.25));

        assertThat(heldOut).hasSize(100).isSorted().doesNotHaveDuplicates();
        assertThat(heldOut[99]).isLessThan(400);
        assertThat(Calibrator.heldOut(400, plan(0.01, 0.25))).isEqualTo(heldOut);
    }

    /** 98 of 392 are one short of the 99 that 1 % needs. */
    @Test
    void heldOut_shareIsTooSmallForTheRate_isNone() {
        assertThat(Calibrator.heldOut(392, plan(0.01, 0.25))).isEmpty();
        assertThat(Calibrator.heldOut(392, plan(0.02, 0.25))).hasSize(98);
        assertThat(Calibrator.heldOut(4_000, plan(0.01, 0))).isEmpty();
    }

    @Test
    void file_writtenAndRead_isTheSame(@TempDir Path folder) throws IOException {
        Calibration calibration =
                new Calibration(Calibration.Method.SPLIT, List.of(1.5, 2.25, 0.125), List.of(1.0, 2.0, 3.0));

        CalibrationFile.write(calibration, folder);

        assertThat(CalibrationFile.read(folder)).contains(calibration);
    }

    @Test
    void file_absent_isEmpty(@TempDir Path folder) throws IOException {
        assertThat(CalibrationFile.read(folder)).isEmpty();
    }

    /** Every byte of it, each way of losing one. */
    @Test
    void file_damagedAnywhere_isRefused(@TempDir Path folder) throws IOException {
        CalibrationFile.write(
                new Calibration(Calibration.Method.LEAVE_ONE_OUT, List.of(1.5, 2.25), List.of(1.0, 2.0)), folder);
        Path file = folder.resolve(CalibrationFile.NAME);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 0x41;
            Files.write(file, bad);
            assertThatThrownBy(() -> CalibrationFile.read(folder))
                    .as("byte " + at)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(CalibrationFile.NAME);
        }
        Files.write(file, Arrays.copyOf(good, good.length - 3));
        assertThatThrownBy(() -> CalibrationFile.read(folder)).isInstanceOf(IOException.class);
    }
}
