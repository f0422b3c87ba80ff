// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing.rig;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Arm's CMSIS-NN, or what stands in for it: a header of our own with its prototypes, and plain loops that compute what its functions are documented
 * to compute. CMSIS-NN is in none of the registries that tests use.
 *
 * @param checkout with the folders Include and Source
 * @param isStandIn whether it is not CMSIS-NN itself
 */
public record CmsisNn(Path checkout, boolean isStandIn) {
    /** Names the folder of a checkout of CMSIS-NN, for tests. */
    public static final String PROPERTY = "espalier.cmsis-nn";

    private static final String INCLUDE = "Include";
    private static final String SOURCE = "Source";

    /** CMSIS-NN itself, in a folder. */
    public CmsisNn(Path checkout) {
        this(checkout.toAbsolutePath(), false);
        if (!Files.exists(include().resolve("arm_nnfunctions.h"))) {
            throw new IllegalArgumentException(
                    checkout + " is no checkout of CMSIS-NN: it has no Include/arm_nnfunctions.h");
        }
    }

    /** What the property names; without it the stand-in, written into a folder that exists. */
    public static CmsisNn forTests(Path folder) throws IOException {
        String checkout = System.getProperty(PROPERTY);
        return checkout == null ? standIn(folder) : new CmsisNn(Path.of(checkout));
    }

    /** The stand-in, written into a folder that exists. */
    public static CmsisNn standIn(Path folder) throws IOException {
        write(Files.createDirectory(folder.resolve(INCLUDE)), "arm_nnfunctions.h");
        write(Files.createDirectory(folder.resolve(SOURCE)), "stand_in.c");
        return new CmsisNn(folder, true);
    }

    private static void write(Path folder, String file) throws IOException {
        try (InputStream content = CmsisNn.class.getResourceAsStream(file)) {
            if (content == null) {
                throw new FileNotFoundException("no resource " + file);
            }
            Files.copy(content, folder.resolve(file));
        }
    }

    /** The folder of its headers. */
    public Path include() {
        return checkout.resolve(INCLUDE);
    }

    /**
     * A toolchain that links it, which takes what it calls and no more.
     *
     * @param folder for objects, which exists and is kept until the last program is linked
     * @param defines flags for the library and for the models
     */
    public Toolchain linked(Toolchain machine, Path folder, String... defines) throws IOException {
        try {
            Toolchain defined = machine.withFlags(defines);
            Path library = compiled(defined, Files.createTempDirectory(folder, "cmsis-nn"));
            // Its headers need not pass the warnings that our own code passes.
            return defined.withFlags("-isystem", include().toString(), "-Wl," + library);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** All that the folder Source holds, except functions of floats, in one relocatable object. */
    private Path compiled(Toolchain machine, Path folder) throws IOException, InterruptedException {
        List<String> link = new ArrayList<>(machine.compiler());
        link.addAll(List.of("-nostdlib", "-r", "-o", "library.o"));
        for (Path source : sources()) {
            String object = link.size() + ".o";
            List<String> compile = new ArrayList<>(machine.compiler());
            compile.addAll(List.of("-x", "c", "-std=gnu11", "-w", "-ffunction-sections", "-fno-sanitize=undefined"));
            compile.addAll(List.of("-I" + include(), "-c", source.toString(), "-o", object));
            Command.run(folder, compile);
            link.add(object);
        }
        Command.run(folder, link);
        return folder.resolve("library.o");
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(checkout.resolve(SOURCE))) {
            return all.filter(file -> file.toString().endsWith(".c"))
                    .filter(file -> !file.toString().matches(".*_(f16|f32|flt)[.]c"))
                    .sorted()
                    .toList();
        }
    }
}
