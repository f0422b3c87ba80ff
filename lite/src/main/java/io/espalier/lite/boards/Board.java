// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import io.espalier.lite.targets.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A board or chip, by its data sheet.
 *
 * @param name on the command line, such as {@code rp2040}
 * @param clock in hertz
 * @param flash bytes; empty where programs come from a file system
 * @param ram bytes
 * @param ramBlock bytes of its largest piece, which one array must fit
 * @param reservedFlash bytes that others need
 * @param reservedRam bytes that others need
 * @param reservedFor whom; empty if nothing is reserved
 * @param fpu whether it computes float32 in hardware
 * @param dsp whether it multiplies and adds several small integers at once
 * @param integerOnly whether it runs nothing but integers
 * @param frameworks what is usually used to program it
 * @param picosecondsPerMac the time of a multiplication with addition in whole models, by the numbers that these compute with
 * @param leastMacs how many the smallest of these models had: of smaller ones, more time goes elsewhere, and theirs is a lower bound
 * @param basis where that comes from; empty if there is none
 * @param source where all this can be read
 */
public record Board(
        String name,
        String title,
        Kind kind,
        Core core,
        OptionalLong clock,
        OptionalLong flash,
        long ram,
        long ramBlock,
        long reservedFlash,
        long reservedRam,
        String reservedFor,
        boolean fpu,
        boolean dsp,
        boolean integerOnly,
        List<String> frameworks,
        Optional<Accelerator> accelerator,
        Map<Arithmetic, Double> picosecondsPerMac,
        long leastMacs,
        String basis,
        List<String> source) {
    /** What runs models on it. */
    public enum Kind {
        /** TFLite Micro, or generated C. */
        MICROCONTROLLER(Target.TFLITE_MICRO),
        /** TFLite on a whole operating system. */
        COMPUTER(Target.TFLITE),
        /** LiteRT.js. */
        BROWSER(Target.LITERT_JS),
        /** An accelerator for int8 beside a computer. */
        ACCELERATOR(Target.INT8_ACCELERATOR);

        private final Target runtime;

        Kind(Target runtime) {
            this.runtime = runtime;
        }
    }

    public Board {
        frameworks = List.copyOf(frameworks);
        picosecondsPerMac = Map.copyOf(picosecondsPerMac);
        source = List.copyOf(source);
    }

    /** The runtime that a file for it must suit. */
    public Target runtime() {
        return kind.runtime;
    }

    /** Whether all of a model should be integers there, inputs and outputs too. */
    public boolean wantsIntegers() {
        return kind == Kind.MICROCONTROLLER || integerOnly;
    }

    /** The bytes of flash that are left for a program with its model; empty where programs come from a file system. */
    OptionalLong usableFlash() {
        return flash.isPresent() ? OptionalLong.of(flash.getAsLong() - reservedFlash) : flash;
    }

    /** The bytes of RAM that are left for a program. */
    long usableRam() {
        return ram - reservedRam;
    }

    /** The bytes that one array can have. */
    long largestArray() {
        return Math.min(ramBlock, usableRam());
    }
}
