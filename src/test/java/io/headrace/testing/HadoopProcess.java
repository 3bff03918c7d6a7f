package io.headrace.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** HDFS and YARN in a process of their own, which ends when its input ends; see {@link HadoopCluster}. */
final class HadoopProcess {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("dfs.replication", "1"),
            Map.entry("dfs.permissions.enabled", "false"),
            Map.entry("yarn.scheduler.capacity.root.queues", "default"),
            Map.entry("yarn.scheduler.capacity.root.capacity", "100"),
            Map.entry("yarn.scheduler.capacity.root.default.capacity", "100"),
            Map.entry("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0"),
            Map.entry("yarn.scheduler.minimum-allocation-mb", "256"),
            Map.entry("yarn.nodemanager.resource.memory-mb", "8192"),
            Map.entry("yarn.nodemanager.resource.cpu-vcores", "8"),
            Map.entry("yarn.nodemanager.pmem-check-enabled", "false"),
            Map.entry("yarn.nodemanager.vmem-check-enabled", "false"),
            Map.entry("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99.9"),
            Map.entry("yarn.resourcemanager.hostname", "127.0.0.1"),
            Map.entry("yarn.nodemanager.hostname", "127.0.0.1"),
            Map.entry("yarn.resourcemanager.bind-host", "127.0.0.1"),
            Map.entry("yarn.nodemanager.bind-host", "127.0.0.1"));

    private HadoopProcess() {}

    /** Starts both, writes {@code core-site.xml} and {@code yarn-site.xml} into the folder, waits. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Configuration settings = new YarnConfiguration();
        SETTINGS.forEach(settings::set);
        settings.set("hadoop.tmp.dir", folder.resolve("tmp").toString());
        settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        MiniDFSCluster hdfs =
                new MiniDFSCluster.Builder(settings).numDataNodes(1).build();
        MiniYARNCluster yarn = new MiniYARNCluster("headrace", 1, 1, 1);
        yarn.init(settings);
        yarn.start();
        Configuration started = yarn.getConfig();
        started.set("fs.defaultFS", hdfs.getURI().toString());
        // What HDFS has set here is a class of its tests.
        started.set("net.topology.node.switch.mapping.impl", "org.apache.hadoop.net.ScriptBasedMapping");
        write(started, folder.resolve("core-site.xml"));
        write(started, folder.resolve("yarn-site.xml"));
        System.out.println(HadoopCluster.READY + " " + hdfs.getURI());
        while (System.in.read() >= 0) {}
        yarn.stop();
        hdfs.shutdown();
        // Its threads would keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static void write(Configuration settings, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            settings.writeXml(out);
        }
    }
}
