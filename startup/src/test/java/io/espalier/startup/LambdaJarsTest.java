// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;

class LambdaJarsTest {
    private static final String CLASSES = "io/espalier/startup/Lambdas";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void packLambdas() throws IOException {
        jar = folder.resolve("some-lambdas.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("", "$Inner", "$Named", "$Nothing", "$Parts")) {
                out.putNextEntry(new ZipEntry(CLASSES + name + ".class"));
                out.write(resource(CLASSES + name + ".class"));
            }
            out.putNextEntry(new ZipEntry("notes.txt"));
            out.write(new byte[] {1, 2, 3});
        }
    }

    @Test
    void computesTheSameWithClassesThatLambdasShareButTheSerializableOneAndWithRecordsWrittenOut() throws Exception {
        long lambdas = made("metafactory");

        LambdaJars.main(new String[] {folder.toString(), "some-"});

        assertThat(made("metafactory")).isZero();
        assertThat(made("altMetafactory")).isPositive();
        assertThat(classesOfLambdas()).isPositive().isLessThan(lambdas / 2);
        // What remains makes text of records.
        assertThat(made("bootstrap")).isEqualTo(2);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Object results = loader.loadClass(Lambdas.class.getName())
                    .getMethod("results")
                    .invoke(null);
            assertThat(results).isEqualTo(Lambdas.results());
        }
    }

    @Test
    void keepsOtherFilesAndChangesNothingTheSecondTime() throws IOException {
        LambdaJars.rewrite(jar);
        byte[] once = Files.readAllBytes(jar);
        LambdaJars.rewrite(jar);

        assertThat(Files.readAllBytes(jar)).isEqualTo(once);
        try (JarFile file = new JarFile(jar.toFile());
                InputStream notes = file.getInputStream(file.getEntry("notes.txt"))) {
            assertThat(notes.readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void leavesJarsOfOtherNamesAlone() throws IOException {
        byte[] before = Files.readAllBytes(jar);

        LambdaJars.main(new String[] {folder.toString(), "other-"});

        assertThat(Files.readAllBytes(jar)).isEqualTo(before);
    }

    private long classesOfLambdas() throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().contains("$$Lambda"))
                    .count();
        }
    }

    private long made(String factory) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .flatMap(entry -> invokedDynamically(file, entry))
                    .filter(call -> call.bsm.getName().equals(factory))
                    .count();
        }
    }

    private static Stream<InvokeDynamicInsnNode> invokedDynamically(JarFile file, ZipEntry entry) {
        ClassNode type = new ClassNode();
        try (InputStream stream = file.getInputStream(entry)) {
            new ClassReader(stream).accept(type, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return type.methods.stream()
                .flatMap(method -> Stream.of(method.instructions.toArray()))
                .filter(InvokeDynamicInsnNode.class::isInstance)
                .map(InvokeDynamicInsnNode.class::cast);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = LambdaJarsTest.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(stream, name).readAllBytes();
        }
    }
}
