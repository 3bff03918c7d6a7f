package io.headrace.cipher;

/**
 * Wraps the key of a lake by a key that never leaves the service: one in a key management service, or {@link LocalKey}.
 *
 * <p>A service of your own is a class found by {@link java.util.ServiceLoader} under this interface, chosen in {@code conf/} by {@link #name}. It is called once
 * by a process that reads or writes encrypted columns.
 */
public interface KeyService {
    /** Which key wraps: letters, digits, {@code -} and {@code _}; another key has another name. It is part of a file's name. */
    String name();

    /**
     * The key, encrypted and authenticated.
     *
     * @param key 32 bytes
     */
    byte[] wrap(byte[] key);

    /**
     * The key again.
     *
     * @throws RuntimeException if this key did not wrap it, or it was changed
     */
    byte[] unwrap(byte[] wrapped);
}
