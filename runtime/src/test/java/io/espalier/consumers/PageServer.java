// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Gives a browser a page with its packages, one job after another, and takes the answers. */
final class PageServer implements AutoCloseable {
    private static final String PACKAGES = "/packages/";
    private static final int STOP_SECONDS = 0;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path packages;
    private final BlockingQueue<String> jobs = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile byte[] model = new byte[0];

    PageServer(Path packages) throws IOException {
        this.packages = packages;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String address(String page) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + page;
    }

    void give(byte[] file, String job) {
        model = file.clone();
        jobs.add(job);
    }

    BlockingQueue<String> answers() {
        return answers;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            byte[] content = content(path, exchange);
            exchange.getResponseHeaders().add("Content-Type", type(path));
            exchange.sendResponseHeaders(
                    content == null ? 404 : 200, content == null ? -1 : Math.max(content.length, 1));
            if (content != null) {
                exchange.getResponseBody().write(content.length == 0 ? new byte[] {' '} : content);
            }
        }
    }

    private byte @Nullable [] content(String path, HttpExchange exchange) throws IOException {
        if (path.startsWith(PACKAGES)) {
            Path file = packages.resolve(path.substring(PACKAGES.length())).normalize();
            return file.startsWith(packages) && Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
        }
        try {
            return switch (path) {
                case "/job" -> jobs.take().getBytes(StandardCharsets.UTF_8);
                case "/model" -> model;
                case "/answer" -> {
                    answers.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    yield new byte[0];
                }
                default -> Resources.bytes(path.substring(1));
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static String type(String path) {
        if (path.endsWith(".wasm")) {
            return "application/wasm";
        }
        return path.endsWith("js") ? "text/javascript" : "text/html; charset=utf-8";
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(STOP_SECONDS);
    }
}
