// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.util.List;
import java.util.stream.Stream;

/**
 * A compiler, its flags, and what runs the program.
 *
 * @param compiler a command without files, with the flags for everything
 * @param modelFlags only for the model: standard and warnings
 * @param harnessFlags only for the harness
 * @param linkerFlags for the program
 * @param platform the file with what the harness needs from the machine
 * @param runner what comes before the name of the program when it runs
 */
public record Toolchain(
        List<String> compiler,
        List<String> modelFlags,
        List<String> harnessFlags,
        List<String> linkerFlags,
        String platform,
        List<String> runner) {
    private static final List<String> C = List.of("-x", "c", "-std=c99");
    private static final List<String> CPP = List.of("-x", "c++", "-std=c++11");
    private static final List<String> STRICT = List.of("-Wall", "-Wextra", "-pedantic", "-Werror");
    private static final String HOSTED = "platform_hosted.c";

    public Toolchain {
        compiler = List.copyOf(compiler);
        modelFlags = List.copyOf(modelFlags);
        harnessFlags = List.copyOf(harnessFlags);
        linkerFlags = List.copyOf(linkerFlags);
        runner = List.copyOf(runner);
    }

    /** This machine's cc, C99. */
    public static Toolchain host() {
        return new Toolchain(List.of("cc", "-O2"), with(C, STRICT), C, List.of(), HOSTED, List.of());
    }

    /** This machine's c++: the model and its caller are C++. */
    public static Toolchain cpp() {
        return new Toolchain(List.of("c++", "-O2"), with(CPP, STRICT), with(CPP, STRICT), List.of(), HOSTED, List.of());
    }

    /** This machine's c++: the model is C, its caller C++. */
    public static Toolchain calledFromCpp() {
        return new Toolchain(List.of("c++", "-O2"), with(C, STRICT), CPP, List.of(), HOSTED, List.of());
    }

    /** This machine's cc; a wrong address or undefined behaviour ends the program. */
    public static Toolchain sanitized() {
        return new Toolchain(
                List.of("cc", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"),
                with(C, STRICT),
                C,
                List.of(),
                HOSTED,
                List.of());
    }

    /** A big-endian PowerPC, emulated. */
    public static Toolchain bigEndian() {
        return new Toolchain(
                List.of("powerpc-linux-gnu-gcc", "-O2"),
                with(C, STRICT),
                C,
                List.of("-static"),
                HOSTED,
                List.of("qemu-ppc"));
    }

    /** A Cortex-M4 without floating point unit, emulated: board mps2-an386, -Os. */
    public static Toolchain cortexM4() {
        return board("-mcpu=cortex-m4", "-mthumb", "-Os");
    }

    /** A Cortex-M4 with its floating point unit, emulated: board mps2-an386, -Os. */
    public static Toolchain cortexM4F() {
        return board("-mcpu=cortex-m4", "-mthumb", "-Os", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16");
    }

    /** A Cortex-M55 with Helium, emulated: board mps3-an547, -Os. It counts no instructions. */
    public static Toolchain cortexM55() {
        return board(
                "mps3-an547", List.of("-mcpu=cortex-m55", "-mthumb", "-Os", "-mfloat-abi=hard", "-DRIG_HAS_NO_TIMER"));
    }

    /** Board mps2-an386, emulated; a Cortex-M4, which runs what is compiled for M0, M0+ and M3 too. */
    public static Toolchain board(String... flags) {
        return board("mps2-an386", List.of(flags));
    }

    private static Toolchain board(String machine, List<String> flags) {
        return new Toolchain(
                with(List.of("arm-none-eabi-gcc", "-ffunction-sections", "-fdata-sections"), flags),
                with(C, STRICT),
                C,
                List.of("-nostartfiles", "--specs=nano.specs", "-Wl,--gc-sections", "-Tmps2-an386.ld"),
                "platform_board.c",
                List.of(
                        "qemu-system-arm",
                        "-M",
                        machine,
                        "-display",
                        "none",
                        "-monitor",
                        "none",
                        "-serial",
                        "none",
                        "-semihosting-config",
                        "enable=on,target=native",
                        // an instruction takes a nanosecond
                        "-icount",
                        "shift=0",
                        "-kernel"));
    }

    /** The same, with more flags for all files, such as include folders or another level of optimization. */
    public Toolchain withFlags(String... flags) {
        return new Toolchain(with(compiler, List.of(flags)), modelFlags, harnessFlags, linkerFlags, platform, runner);
    }

    private static List<String> with(List<String> some, List<String> more) {
        return Stream.of(some, more).flatMap(List::stream).toList();
    }
}
