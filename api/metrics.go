package api

import (
	"bytes"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"

	"learnmap/search"
)

// metrics are what Prometheus reads. Labels are patterns of routes, statuses and
// words of this program: never anything that somebody sent.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	bytes    prometheus.Counter
	searches *prometheus.CounterVec
	took     *prometheus.HistogramVec
	hits     prometheus.Counter
}

func newMetrics(version string, status func() search.Status) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "learnmap_http_requests_total", Help: "Requests answered.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "learnmap_http_request_seconds", Help: "Time to make an answer.",
			Buckets: []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}, []string{"route"}),
		bytes: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "learnmap_http_response_bytes_total", Help: "Bytes of bodies sent.",
		}),
		searches: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "learnmap_searches_total", Help: "Questions to the index, by kind and how they ended.",
		}, []string{"kind", "outcome"}),
		hits: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "learnmap_search_hits_total", Help: "Activities handed out by searches.",
		}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "learnmap_search_seconds", Help: "Time of a question to the index, waiting for a slot included.",
			Buckets: []float64{.00001, .000025, .00005, .0001, .00025, .0005, .001, .005, .025, .1, .5, 2},
		}, []string{"kind"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "learnmap_build_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.seconds, m.bytes, m.searches, m.took, m.hits, build, indexCollector(status),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// watchSlots shows how many searches may run, and do.
func (m *metrics) watchSlots(slots chan struct{}) {
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "learnmap_search_slots", Help: "Searches that may run at the same time."},
			func() float64 { return float64(cap(slots)) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "learnmap_search_slots_used", Help: "Searches that are running."},
			func() float64 { return float64(len(slots)) }),
	)
}

// searched counts a question to the index.
func (m *metrics) searched(kind, outcome string, took time.Duration) {
	m.searches.WithLabelValues(kind, outcome).Inc()
	m.took.WithLabelValues(kind).Observe(took.Seconds())
}

// answered counts a request.
func (m *metrics) answered(route string, status, size int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
	m.bytes.Add(float64(size))
}

// text returns all metrics in Prometheus' text format.
func (m *metrics) text() ([]byte, error) {
	families, err := m.registry.Gather()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for _, family := range families {
		if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
			return nil, err
		}
	}
	return out.Bytes(), nil
}

func (s *Server) serveMetrics(c *fiber.Ctx, _ *input) error {
	text, err := s.metrics.text()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, string(expfmt.NewFormat(expfmt.TypeTextPlain)))
	return c.Send(text)
}

// indexCollector shows how far the index follows its store: one look per scrape.
type indexCollector func() search.Status

var indexGauges = []struct {
	desc  *prometheus.Desc
	value func(search.Status) float64
}{
	{gauge("seq", "Newest change that the index knows."), func(s search.Status) float64 { return float64(s.Seq) }},
	{gauge("head", "Newest change of the store, as last seen."), func(s search.Status) float64 { return float64(s.Head) }},
	{gauge("lag_seconds", "How long the index has been behind the store."), func(s search.Status) float64 { return s.Lag.Seconds() }},
	{gauge("caught_up", "1 while the index knows all of the store."), func(s search.Status) float64 { return bit(s.CaughtUp) }},
	{gauge("caught_up_once", "1 once the index has known all of the store."), func(s search.Status) float64 { return bit(s.CaughtUpOnce) }},
	{gauge("following", "0 while the store cannot be followed."), func(s search.Status) float64 { return bit(s.Err == nil) }},
	{gauge("documents", "Activities in the index."), func(s search.Status) float64 { return float64(s.Documents) }},
	{gauge("snapshots", "Parts of the index."), func(s search.Status) float64 { return float64(s.Snapshots) }},
}

func gauge(name, help string) *prometheus.Desc {
	return prometheus.NewDesc("learnmap_index_"+name, help, nil, nil)
}

func bit(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// Describe implements prometheus.Collector.
func (indexCollector) Describe(ch chan<- *prometheus.Desc) {
	for _, g := range indexGauges {
		ch <- g.desc
	}
}

// Collect implements prometheus.Collector.
func (status indexCollector) Collect(ch chan<- prometheus.Metric) {
	now := status()
	for _, g := range indexGauges {
		ch <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, g.value(now))
	}
}
