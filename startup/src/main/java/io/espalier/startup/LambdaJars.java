// SPDX-License-Identifier: Apache-2.0
package io.espalier.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Rewrites the jars in a folder, whose names begin with a word, so that their lambdas are classes and their records compare by
 * instructions of their own. A second time changes nothing. */
public final class LambdaJars {
    private static final String CLASS = ".class";

    private LambdaJars() {}

    /** @param arguments the folder, and what the names of its jars begin with */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected a folder and the beginning of the names of its jars");
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(arguments[0]), arguments[1] + "*.jar")) {
            for (Path jar : jars) {
                rewrite(jar);
            }
        }
    }

    /** Rewrites one jar in its place, if it holds a lambda or a record. */
    static void rewrite(Path jar) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = file.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                try (InputStream stream = file.getInputStream(entry)) {
                    contents.put(entry.getName(), stream.readAllBytes());
                }
                entries.put(entry.getName(), entry);
            }
        }
        List<LambdaClass> made = new ArrayList<>();
        Map<String, byte[]> before = Map.copyOf(contents);
        contents.replaceAll((name, content) -> isClass(name) ? ClassOfLambdas.rewritten(content, made) : content);
        if (contents.equals(before)) { // the same arrays
            return;
        }
        for (LambdaClass lambda : made) {
            contents.put(lambda.name() + CLASS, lambda.bytes());
            contents.computeIfPresent(
                    lambda.nestHost() + CLASS, (host, content) -> ClassOfLambdas.withMember(content, lambda.name()));
        }
        long time = entries.values().iterator().next().getTime();
        Path temporary = jar.resolveSibling(jar.getFileName() + ".rewritten");
        try (OutputStream stream = Files.newOutputStream(temporary);
                ZipOutputStream out = new ZipOutputStream(stream)) {
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                ZipEntry old = entries.get(content.getKey());
                entry.setTime(old == null ? time : old.getTime());
                out.putNextEntry(entry);
                out.write(content.getValue());
                out.closeEntry();
            }
        }
        Files.move(temporary, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isClass(String name) {
        return name.endsWith(CLASS) && !name.endsWith("module-info.class");
    }
}
