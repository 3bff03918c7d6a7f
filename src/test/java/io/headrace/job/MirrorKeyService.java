package io.headrace.job;

import io.headrace.cipher.KeyService;

/** A key service that only turns every bit: its name and its place are what is tested. */
public final class MirrorKeyService implements KeyService {
    @Override
    public String name() {
        return "mirror";
    }

    @Override
    public byte[] wrap(byte[] key) {
        byte[] turned = key.clone();
        for (int i = 0; i < turned.length; i++) {
            turned[i] = (byte) ~turned[i];
        }
        return turned;
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
        return wrap(wrapped);
    }
}
