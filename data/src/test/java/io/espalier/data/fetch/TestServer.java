// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real web server on this machine that serves files under /files/, and misbehaves on request. */
final class TestServer implements AutoCloseable {
    enum Manner {
        HONEST,
        /** Sends half of the rest and closes the connection. */
        BREAKS_OFF,
        /** Sends the whole file whatever range is asked for. */
        IGNORES_RANGE,
        /** Sends another part than asked for. */
        WRONG_RANGE,
        NOT_FOUND
    }

    final List<String> requests = new CopyOnWriteArrayList<>();
    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    volatile List<Manner> manners = List.of(Manner.HONEST);
    /** What is waited for before a connection breaks off: the client loses what it has not read by then. */
    volatile CountDownLatch halfWasRead = new CountDownLatch(0);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TestServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/files/", this::serve);
        server.createContext("/moved/", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().toString().replace("moved", "files"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    URI base(String folder) {
        return URI.create("http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/" + folder + "/");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String name = path.substring(path.lastIndexOf('/') + 1);
            String range = exchange.getRequestHeaders().getFirst("Range");
            Manner manner = manners.get(Math.min(requests.size(), manners.size() - 1));
            requests.add(range == null ? name : name + " " + range);
            byte[] whole = files.get(name);
            if (whole == null || manner == Manner.NOT_FOUND) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = range == null || manner == Manner.IGNORES_RANGE
                    ? 0
                    : Integer.parseInt(range.replaceAll("[^0-9]", ""));
            if (from > 0 && from >= whole.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            int told = manner == Manner.WRONG_RANGE ? 0 : from;
            if (from > 0) {
                String served = "bytes " + told + "-" + (whole.length - 1) + "/" + whole.length;
                exchange.getResponseHeaders().set("Content-Range", served);
            }
            send(exchange, from > 0 ? 206 : 200, Arrays.copyOfRange(whole, told, whole.length), manner);
        }
    }

    private void send(HttpExchange exchange, int status, byte[] rest, Manner manner) throws IOException {
        exchange.sendResponseHeaders(status, rest.length);
        boolean half = manner == Manner.BREAKS_OFF;
        exchange.getResponseBody().write(rest, 0, half ? rest.length / 2 : rest.length);
        exchange.getResponseBody().flush();
        try {
            if (half) {
                halfWasRead.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
